// What is said to screen readers without anything being focused: two live regions that stand in every page from the start.

import { placeName } from './parts.js';
import { say } from './text.js';

export function announce(words) {
  document.getElementById('announce').textContent = words;
}

export function announceAlert(alert) {
  const place = [alert.kiosk, placeName(alert)].filter(Boolean).join(', ');
  document.getElementById('alarm').textContent = say('alert.announce', { place });
}
