import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { gatheringSocket } from './gatheringSocket.ts';

test('Store, gathering: what is written in one turn leaves in one system call, also once the socket is connected', async (t) => {
  const came: string[] = [];
  const server = createServer((peer: Socket) => peer.on('data', (bytes) => came.push(bytes.toString()))).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const socket = gatheringSocket();
  t.after(() => socket.destroy());
  const address = server.address();
  socket.connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
  await once(socket, 'connect');
  let calls = 0;
  const send = socket._writev?.bind(socket);
  socket._writev = (chunks, done) => {
    calls += 1;
    send?.(chunks, done);
  };
  for (const word of ['begin ', 'select ', 'commit']) {
    socket.cork(); // as pg does around each statement
    socket.write(word);
    socket.uncork();
  }
  socket.end();
  await once(socket, 'close');
  assert.deepEqual([came.join(''), calls], ['begin select commit', 1]);
});
