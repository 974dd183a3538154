// Replies as values.

const isRow = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a command answers now this, now that, a page is known by its rows. */
function hasRows(reply) {
  return reply.length === 2 && Array.isArray(reply[1]) && reply[1].length > 0 &&
    reply[1].every(isRow);
}

/** A page as `{ rows, next }`; every other shape as it was read. */
export function shaped(shape, reply) {
  const isPage = Array.isArray(reply) && (shape === 'page' || (shape === 'any' && hasRows(reply)));
  return isPage ? { rows: reply[1], next: reply[0] } : reply;
}
