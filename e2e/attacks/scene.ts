import { projectNetwork } from "../../server/lxd/project.ts";
import { LabClient } from "../client/labClient.ts";
import { LESSON, testGround } from "../server/ground.ts";
import { Machine, type Scene } from "./attack.ts";

/** A lab that is ready, in the hands of somebody new. */
export async function newMachine(url: string): Promise<Machine> {
  const person = new LabClient(url);
  const { id } = await person.start(LESSON.slug);
  await person.ready(id);
  const machine = new Machine(testGround().lxd, person, id);
  const deadline = Date.now() + 20_000;
  while (!(await machine.address()) && Date.now() < deadline);
  return machine;
}

/** The bridge that labs of one machine share. */
export async function sharedBridge(): Promise<Scene["bridge"]> {
  const { lxd } = testGround();
  const name = (await projectNetwork(lxd.inProject("default"), lxd.project)) ?? "";
  const { config } = await lxd.get<{ config: Record<string, string> }>(`/1.0/networks/${name}`);
  return { name, address: (config["ipv4.address"] ?? "").split("/")[0] ?? "" };
}
