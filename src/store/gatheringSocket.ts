import { Socket } from 'node:net';

/**
 * A socket that sends together what is written to it in one turn of the event loop. The statements of a transaction that need not wait
 * for each other then cost one system call, and wake PostgreSQL once.
 */
export function gatheringSocket(): Socket {
  const socket = new Socket();
  const write = Socket.prototype.write.bind(socket) as (...what: unknown[]) => boolean;
  let gathering = false;
  const gathered = (...what: unknown[]): boolean => {
    if (!gathering) {
      gathering = true;
      socket.cork();
      process.nextTick(() => {
        gathering = false;
        socket.uncork();
      });
    }
    return write(...what);
  };
  // Not a plain property: connect() puts the prototype's own write back in its place.
  return Object.defineProperty(socket, 'write', { get: () => gathered, set: () => undefined });
}
