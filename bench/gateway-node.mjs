// A bare proxy in Node that reads and writes the JSON both ways, as most gateways do: gateway-node.mjs PORT UPSTREAM_PORT
import http from "node:http";
const [port, upstream] = process.argv.slice(2).map(Number);
const agent = new http.Agent({ keepAlive: true, maxSockets: 256 });
http
  .createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(parts));
      body.model = "upstream";
      const out = JSON.stringify(body);
      const options = { port: upstream, path: request.url, method: "POST", agent,
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(out) } };
      const call = http.request(options, (answer) => {
        if ((answer.headers["content-type"] || "").startsWith("text/event-stream")) {
          response.writeHead(answer.statusCode, answer.headers);
          answer.pipe(response);
          return;
        }
        const got = [];
        answer.on("data", (part) => got.push(part));
        answer.on("end", () => {
          let text = Buffer.concat(got).toString();
          try {
            text = JSON.stringify(JSON.parse(text));
          } catch {
            // an error page is passed on as it is
          }
          response.writeHead(answer.statusCode, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
          response.end(text);
        });
      });
      call.end(out);
    });
  })
  .listen(port, "127.0.0.1");
