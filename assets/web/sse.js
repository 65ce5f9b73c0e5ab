// Server-sent events, from text as it arrives. Pure: the reader feeds chunks, gets whole events back. Used instead of
// EventSource because that one hides the heartbeat comments, and without them "live" could not be told from "silent".

/** Returns feed(chunk) → [{name, data, id}], one for each event completed by the chunk. Comments count as nothing. */
export function eventParser() {
  let rest = '';
  let event = { name: 'message', data: [], id: null };

  function line(text) {
    if (text === '') {
      const done = event;
      event = { name: 'message', data: [], id: null };
      return done.data.length ? { ...done, data: done.data.join('\n') } : null;
    }
    const colon = text.indexOf(':');
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event.name = value;
    if (field === 'data') event.data.push(value);
    if (field === 'id') event.id = Number(value);
    return null;
  }

  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    return lines.map((text) => line(text.replace(/\r$/, ''))).filter(Boolean);
  };
}
