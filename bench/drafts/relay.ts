import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";

// The bare relay that the collab process is compared with: every frame of one goes to all others, and nothing else.
const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on("connection", (socket) => {
  socket.on("message", (data, isBinary) => {
    for (const other of sockets.clients) if (other !== socket) other.send(data, { binary: isBinary });
  });
});
server.listen(0, "127.0.0.1", () =>
  process.send?.({ ready: true, port: (server.address() as AddressInfo).port }),
);
