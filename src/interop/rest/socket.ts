import type { IncomingMessage } from 'node:http';
import type { WebSocket } from '@fastify/websocket';
import type { Subscriptions } from '#fhir';
import type { Signin } from '#signin';

interface SocketDeps {
  readonly signin: Pick<Signin, 'caller'>;
  readonly subscriptions: Subscriptions;
}

/** A WebSocket of the notifications of subscriptions; who comes without an access token shows a binding token. */
export async function openSocket(socket: WebSocket, request: IncomingMessage, deps: SocketDeps): Promise<void> {
  const { authorization } = request.headers;
  const early: string[] = [];
  let heard = (text: string): void => void early.push(text);
  // What is said while the token is being checked is not lost.
  socket.on('message', (data) => heard(data.toString()));
  socket.on('error', () => socket.terminate());
  const actor =
    authorization === undefined
      ? undefined
      : await deps.signin.caller(authorization, request).then(
          // What an application hears of is none of the subscriptions of who allowed it.
          (caller) => (caller.grant === undefined ? caller.actor : undefined),
          () => undefined,
        );
  deps.subscriptions.sockets.attach(
    {
      send: (text) => socket.send(text),
      close: (code, reason) => socket.close(code, reason),
      onText(listener) {
        heard = listener;
        for (const text of early.splice(0)) listener(text);
      },
      onClose: (listener) => void socket.on('close', listener),
    },
    actor,
  );
}
