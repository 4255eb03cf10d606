/** How many ports listen, said in full. */
export function portsFound(count: number): string {
  if (count === 0) return "Rien n’écoute dans le lab.";
  return count === 1 ? "Un port écoute." : `${count} ports écoutent.`;
}

/** Where a port listens; an address of the machine's own is told as it is. */
export function listensOn(address: string): string {
  return ["*", "0.0.0.0", "[::]"].includes(address) ? "toutes les adresses" : address;
}
