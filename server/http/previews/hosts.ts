import { isIP } from "node:net";
import type { PreviewTarget } from "../../labs/ports.ts";

/** Which names previews have: each port of each machine of each lab is a host, and so an origin, of its own. */
export interface PreviewHosts {
  /** What a request under this `Host` is for; `undefined` when it is not for a preview. */
  targetOf(host: string | undefined): HostTarget | undefined;
  /**
   * Origin of a preview, as `https://8080-lab-0123456789.apercu.example`; `undefined` where none can be opened: see
   * `REASON`. @param host under which the site was asked for @param port on which this server listens
   */
  originOf(target: HostTarget, host: string | undefined, port: number): string | undefined;
  /** Whether cookies of previews only go over HTTPS. */
  readonly secure: boolean;
}

/** What a preview's name says; without a machine, the first one of the lab. */
export type HostTarget = Omit<PreviewTarget, "machine"> & { machine?: string | undefined };

/** Why there are no previews, and what to do about it. French. */
export const NO_PREVIEWS =
  "L’atelier est ouvert sous une adresse du réseau, et un aperçu a besoin d’un nom à lui. La personne qui tient " +
  "l’atelier peut en donner avec la variable PREVIEW_URL, par exemple PREVIEW_URL=https://*.apercu.exemple.fr.";

/** `8080-lab-0123456789`, or `8080-cible-lab-0123456789`. */
const LABEL = /^([1-9]\d{0,4})-(?:([a-z][a-z0-9]{0,11})-)?(lab-[0-9a-f]{10})$/;

/** Any name below it means this very machine, for browsers. @see https://www.rfc-editor.org/rfc/rfc6761#section-6.3 */
const LOOPBACK_DOMAIN = "localhost";

/** @param pattern `PREVIEW_URL`, as `https://*.apercu.example`; without one, names below `localhost` */
export function previewHosts(
  pattern: string | undefined,
  publicUrl: string | undefined,
): PreviewHosts {
  const base = pattern ? new URL(pattern.replace("*.", "")) : undefined;
  const domain = base?.hostname ?? LOOPBACK_DOMAIN;
  return {
    secure: base?.protocol === "https:",
    targetOf(host) {
      const name = host?.toLowerCase().replace(/:\d+$/, "");
      if (!name?.endsWith(`.${domain}`)) return undefined;
      return targetOfLabel(name.slice(0, -domain.length - 1));
    },
    originOf(target, host, port) {
      const label = labelOf(target);
      if (base) return `${base.protocol}//${label}.${base.host}`;
      const site = publicUrl ? new URL(publicUrl).host : host;
      return isLoopback(site) ? `http://${label}.${LOOPBACK_DOMAIN}:${port}` : undefined;
    },
  };
}

function labelOf({ port, machine, lab }: HostTarget): string {
  return [port, machine, lab].filter((part) => part !== undefined).join("-");
}

function targetOfLabel(label: string): HostTarget | undefined {
  const [, port, machine, lab] = LABEL.exec(label) ?? [];
  if (!lab || Number(port) > 65_535) return undefined;
  return { lab, machine, port: Number(port) };
}

function isLoopback(host: string | undefined): boolean {
  if (!host || !URL.canParse(`http://${host}`)) return false;
  const { hostname } = new URL(`http://${host}`);
  return (
    hostname === LOOPBACK_DOMAIN ||
    hostname === "[::1]" ||
    (isIP(hostname) === 4 && hostname.startsWith("127."))
  );
}
