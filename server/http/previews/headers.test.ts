import { expect, test } from "vitest";
import { cookieValue, requestHeaders, responseHeaders } from "./headers.ts";

const HOST = "8080-lab-0123456789.localhost:4321";
const sent = (...raw: string[]) => requestHeaders(["Host", HOST, ...raw], "apercu", false);
const FORWARDED = ["X-Forwarded-Host", HOST, "X-Forwarded-Proto", "http"];

const OURS = [
  "referrer-policy",
  "same-origin",
  "x-robots-tag",
  "noindex",
  "origin-agent-cluster",
  "?1",
];
const received = (...raw: string[]) => {
  const headers = responseHeaders(raw, "apercu", 8080);
  expect(headers.slice(-OURS.length)).toEqual(OURS);
  return headers.slice(0, -OURS.length);
};

test("a request keeps what is the page's, in its order and spelling", () => {
  const raw = ["Accept", "*/*", "X-Twice", "1", "X-Twice", "2", "Origin", `http://${HOST}`];
  expect(sent(...raw)).toEqual(["Host", HOST, ...raw, ...FORWARDED]);
});

test("a request loses what is of the connection, and what claims to be of a proxy", () => {
  const raw = [
    "Connection",
    "keep-alive, X-Hop",
    "X-Hop",
    "1",
    "Keep-Alive",
    "5",
    "TE",
    "trailers",
  ];
  const more = ["Upgrade", "h2c", "Transfer-Encoding", "chunked", "Expect", "100-continue"];
  const claims = ["X-Forwarded-For", "10.0.0.1", "Proxy-Authorization", "secret"];
  expect(sent(...raw, ...more, ...claims)).toEqual(["Host", HOST, ...FORWARDED]);
});

test("our cookie does not reach the lab, its own do", () => {
  expect(sent("Cookie", "a=1; apercu=secret; b=2")).toEqual([
    "Host",
    HOST,
    "Cookie",
    "a=1; b=2",
    ...FORWARDED,
  ]);
  expect(sent("Cookie", "apercu=secret")).toEqual(["Host", HOST, ...FORWARDED]);
  expect(sent("Cookie", "apercu2=x; xapercu=y")[3]).toBe("apercu2=x; xapercu=y");
});

test("reads our cookie", () => {
  expect(cookieValue("a=1; apercu=x.y=z; b", "apercu")).toBe("x.y=z");
  expect(cookieValue("xapercu=1", "apercu")).toBeUndefined();
  expect(cookieValue(undefined, "apercu")).toBeUndefined();
});

test("an answer's cookies stay on its host, and ours is not its to set", () => {
  const cookies = [
    "Set-Cookie",
    "a=1; Domain=localhost; Path=/",
    "set-cookie",
    "b=2;domain=.exemple.fr",
    "Set-Cookie",
    "apercu=forged; Path=/",
    "Set-Cookie",
    "c=domain=x; HttpOnly",
  ];
  expect(received(...cookies)).toEqual([
    "Set-Cookie",
    "a=1; Path=/",
    "set-cookie",
    "b=2",
    "Set-Cookie",
    "c=domain=x; HttpOnly",
  ]);
});

test("an answer does not speak for more than its host", () => {
  const raw = ["Clear-Site-Data", '"*"', "Strict-Transport-Security", "max-age=1", "Alt-Svc", "h3"];
  const more = ["Referrer-Policy", "unsafe-url", "X-Robots-Tag", "all", "Content-Length", "3"];
  expect(received(...raw, ...more, "Connection", "close")).toEqual(["Content-Length", "3"]);
});

test.each([
  ["http://localhost:8080/ici?x#y", "/ici?x#y"],
  ["http://127.0.0.1:8080", "/"],
  ["http://localhost:80801/", "http://localhost:80801/"],
  ["http://localhost:9090/", "http://localhost:9090/"],
  ["http://localhost:8080.evil.example/", "http://localhost:8080.evil.example/"],
  ["https://ailleurs.example/", "https://ailleurs.example/"],
  ["/relative", "/relative"],
])("Location: %s becomes %s", (location, expected) => {
  expect(received("Location", location)).toEqual(["Location", expected]);
});
