/** What a preview shows when there is nothing of the lab to show. French; `detail` may hold HTML of ours. */
export interface PreviewPage {
  status: number;
  title: string;
  detail: string;
  /** Whether to try again makes sense. */
  reload: boolean;
}

export const notYours: PreviewPage = {
  status: 401,
  title: "Cet aperçu n’est ouvert que depuis son lab",
  detail:
    "Retournez à la page de la leçon, et ouvrez-le là par le bouton «\u00a0Ports\u00a0» du lab.",
  reload: false,
};

export const usedUp: PreviewPage = {
  status: 401,
  title: "Ce lien ne sert qu’une fois",
  detail:
    "Il a déjà servi, ou il a plus d’une minute. Retournez à la page de la leçon, et ouvrez l’aperçu par le bouton «\u00a0Ports\u00a0».",
  reload: false,
};

export const labOver: PreviewPage = {
  status: 410,
  title: "Ce lab est terminé",
  detail:
    "Sa machine a été rendue, et ce qui y tournait avec elle. La page de la leçon vous en donne une autre.",
  reload: false,
};

export const labNotReady: PreviewPage = {
  status: 503,
  title: "La machine n’est pas prête",
  detail: "Elle démarre, ou on la remet à neuf. Dans quelques secondes elle répondra.",
  reload: true,
};

export const tooBusy: PreviewPage = {
  status: 503,
  title: "Trop de connexions à la fois",
  detail: "Ce lab a déjà beaucoup d’aperçus ouverts. Fermez-en, puis rechargez la page.",
  reload: true,
};

export const noAnswer: PreviewPage = {
  status: 504,
  title: "Le programme ne répond pas",
  detail: "Il a accepté la connexion, puis n’a rien dit. Regardez ce qu’il affiche dans le lab.",
  reload: true,
};

export const brokenAnswer: PreviewPage = {
  status: 502,
  title: "La réponse ne se lit pas",
  detail:
    "Le programme a coupé la connexion, ou il ne parle pas HTTP. Un aperçu ne montre que ce qui parle HTTP, sans TLS.",
  reload: true,
};

/** Nothing listens on the port of this machine. */
export function nothingListens(port: number, machine: string | undefined): PreviewPage {
  const sudo = port < 1024 ? "sudo " : "";
  const where = machine ? ` de la machine <code>${machine}</code>` : "";
  return {
    status: 502,
    title: `Rien n’écoute sur le port ${port}`,
    detail:
      `Aucun programme n’attend de connexion sur le port ${port}${where}. Lancez-en un dans le lab, par exemple ` +
      `<code>${sudo}busybox httpd -f -p ${port}</code>, puis rechargez la page.`,
    reload: true,
  };
}

/** The page as a document of its own: it fetches nothing and runs nothing. */
export function renderPage({ status, title, detail, reload }: PreviewPage): string {
  return `<!doctype html>
<html lang="fr">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · Aperçu</title>
<style>${STYLE}</style>
<main>
<p class="status">Aperçu d’un lab · ${status}</p>
<h1>${title}</h1>
<p>${detail}</p>
${reload ? '<p><a class="button" href="">Recharger la page</a></p>\n' : ""}</main>
</html>
`;
}

/** Policy of these pages. */
export const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

const STYLE = `
:root { color-scheme: light dark; }
body { display: grid; min-height: 100dvh; margin: 0; place-items: center;
  background: light-dark(#faf8f4, #12161d); color: light-dark(#1c232e, #e7e9ed);
  font: 1.05rem/1.6 ui-sans-serif, system-ui, sans-serif; }
main { max-width: 34rem; padding: 2rem 1.5rem; }
h1 { margin: 0.2rem 0 0.8rem; font-size: 1.7rem; line-height: 1.2; letter-spacing: -0.01em; }
.status { margin: 0; color: light-dark(#555e6d, #a4aebc); font-size: 0.95rem; }
code { padding: 0.1em 0.35em; border-radius: 0.3em; background: light-dark(#f3efe7, #0d1117);
  font: 0.92em ui-monospace, monospace; white-space: nowrap; }
.button { display: inline-block; padding: 0.55rem 1.1rem; border-radius: 0.5rem; font-weight: 600;
  background: light-dark(#ad3f18, #f19268); color: light-dark(#fff, #23110a); text-decoration: none; }
.button:focus-visible { outline: 3px solid light-dark(#1f5fa3, #8fc2ff); outline-offset: 2px; }
`;
