// Amounts without floating point.

const AMOUNT = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * The amount in the currency's smallest units: `minor('1200.50')` is `120050n`.
 *
 * @throws {TypeError} where the text is no amount, or has more digits than the currency.
 */
export function minor(text, digits = 2) {
  const found = AMOUNT.exec(text);
  if (!found) throw new TypeError(`'${text}' is no amount`);
  const [, sign, whole, part = ''] = found;
  if (part.length > digits) throw new TypeError(`'${text}' has more than ${digits} digits`);
  const units = BigInt(whole + part.padEnd(digits, '0'));
  return sign ? -units : units;
}

/** The amount as the text that a request takes: `decimal(120050n)` is `1200.50`. */
export function decimal(units, digits = 2) {
  if (typeof units !== 'bigint') throw new TypeError('units are a BigInt');
  const sign = units < 0n ? '-' : '';
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  if (digits === 0) return sign + text;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
