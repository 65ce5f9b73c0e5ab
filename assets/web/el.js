// Builds and updates DOM. Views are functions that return a fresh tree; morph() changes the page into it and leaves
// every node that did not change alone, so that focus, scrolling and a screen reader's place survive an update.

const SVG = 'http://www.w3.org/2000/svg';

/** el('button', {class: 'b', 'data-act': 'claim'}, icon('bell'), 'I will go'): null, undefined and false are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  setAttributes(node, attributes);
  node.append(...children.flat(Infinity).filter(isShown));
  return node;
}

/** A drawing of the sprite; decoration, so hidden from screen readers: the words stand beside it. */
export function icon(name, size = 24) {
  const svg = document.createElementNS(SVG, 'svg');
  setAttributes(svg, { class: 'ic', width: size, height: size, viewBox: '0 0 24 24', 'aria-hidden': 'true' });
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#${name}`);
  svg.append(use);
  return svg;
}

/** Puts the sprite into the page, so that every icon is there also when the connection is not. Awaited before the first view. */
export async function loadIcons() {
  const text = await fetch('/assets/icons.svg').then(
    (answer) => answer.text(),
    () => '',
  );
  const sprite = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  sprite.setAttribute('class', 'unseen');
  sprite.setAttribute('aria-hidden', 'true');
  document.body.append(document.importNode(sprite, true));
}

/** Makes the children of `parent` equal to `views`. A data-key ties a node to the thing it shows. */
export function morphChildren(parent, views) {
  const keyed = new Map();
  for (const child of parent.children) {
    if (child.dataset.key) keyed.set(child.dataset.key, child);
  }
  let place = parent.firstChild;
  for (const view of [views].flat(Infinity).filter(isShown)) {
    const next = typeof view === 'string' ? document.createTextNode(view) : view;
    const key = next.dataset?.key;
    const old = key ? keyed.get(key) : place;
    if (old && isSameKind(old, next)) {
      if (old === place) place = place.nextSibling;
      else parent.insertBefore(old, place);
      morphNode(old, next);
    } else {
      parent.insertBefore(next, place);
    }
  }
  while (place) {
    const gone = place;
    place = place.nextSibling;
    gone.remove();
  }
}

function morphNode(old, next) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== next.data) old.data = next.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  morphChildren(old, [...next.childNodes]);
}

function isSameKind(old, next) {
  return (
    old.nodeType === next.nodeType &&
    old.nodeName === next.nodeName &&
    (old.dataset?.key ?? '') === (next.dataset?.key ?? '')
  );
}

function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, '');
    else if (isShown(value)) node.setAttribute(name, value);
  }
}

function isShown(value) {
  return value !== null && value !== undefined && value !== false;
}
