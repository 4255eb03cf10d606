import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { exec } from "../../server/lxd/exec.ts";
import { LabClient } from "../client/labClient.ts";
import { LESSON, TestServer } from "./ground.ts";

vi.setConfig({ testTimeout: 120_000 });

/** Seconds after which the mirror ends that nobody uses, and a margin. */
const REST = 45;

let server: TestServer;
let person: LabClient;
let id: string;

beforeAll(async () => {
  server = await TestServer.start([LESSON]);
  person = new LabClient(server.url);
  ({ id } = await person.start(LESSON.slug));
  await person.ready(id);
});
afterAll(async () => {
  await person.stop(id);
  await server.close();
});

/** What a command says as root in the lab. @throws when it fails, with all that it said. */
async function says(command: string): Promise<string> {
  const { code, stdout, stderr } = await exec(server.lxd, id, ["bash", "-c", command], {
    timeout: 90_000,
  });
  if (code !== 0) throw new Error(`${command}: ${code}\n${stdout}${stderr}`);
  return stdout.trim();
}

test("costs nothing until it is asked", async () => {
  expect(await says("systemctl is-active lab-mirror.socket")).toBe("active");
  expect(await says("systemctl is-active lab-mirror.service || true")).toBe("inactive");
});

test("Docker pulls by name, tag and digest, and shares layers", async () => {
  expect(await says("docker run --rm debian:12 cat /etc/debian_version")).toMatch(/^12\./);
  expect(await says("docker pull nginx")).toContain("Already exists");
  const digest = await says("docker inspect -f '{{index .RepoDigests 0}}' debian:12");
  expect(await says(`docker pull ${digest}`)).toContain("Image is up to date");
});

test("Docker's error is its own where the mirror has nothing", async () => {
  const { code, stderr } = await exec(server.lxd, id, ["docker", "pull", "atelier-rien"], {
    timeout: 60_000,
  });
  expect(code).toBe(1);
  expect(stderr).toContain("Error response from daemon");
});

test("apt installs in a container that a Dockerfile makes", async () => {
  await says(`printf 'FROM debian\\nRUN apt-get update && apt-get install -y tree\\n' |
    docker build -q -t outils - && docker run --rm outils tree --version`);
});

test("LXD knows, launches and copies images of the server", async () => {
  await says("lxd init --auto");
  expect(await says("lxc image list images: -f csv")).toContain("debian/12");
  await says("lxc launch -q images:busybox b1 && lxc exec b1 true");
  await says("lxc image copy images:busybox local: --alias bb && lxc image info bb");
});

test("the nested containers of LXD reach the archive", async () => {
  await says("lxc launch -q images:debian/12 d1");
  const install = "apt-get update -qq; apt-get install -qqy curl";
  await says(
    `lxc exec d1 -- sh -c 'until ip route | grep -q default; do sleep 0.2; done; ${install}'`,
  );
  expect(await says("lxc exec d1 -- curl -s http://169.254.40.1:4080/v2/")).toBe("{}");
});

test("ends when it is not used any more", async () => {
  await says(
    `timeout ${REST} sh -c 'while systemctl -q is-active lab-mirror.service; do sleep 1; done'`,
  );
});
