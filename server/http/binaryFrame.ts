/** Bytes of output that are copied behind a header; more are cheaper sent as they are, in two pieces. */
export const SMALL_FRAME = 4096;

/** First byte of a whole message of bytes. @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
const FINAL_BINARY = 0x82;
/** Longest payload whose length fits into the second byte. */
const SHORT = 125;
/** Says in the second byte that the length is in the next two. */
const TWO_BYTES = 126;

/** A server's WebSocket message in one piece, for one write: `ws` makes two of it. @param data at most 65535 bytes */
export function binaryFrame(data: Buffer): Buffer {
  const { length } = data;
  const header = length > SHORT ? 4 : 2;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = FINAL_BINARY;
  if (length > SHORT) {
    frame[1] = TWO_BYTES;
    frame.writeUInt16BE(length, 2);
  } else frame[1] = length;
  data.copy(frame, header);
  return frame;
}
