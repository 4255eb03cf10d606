import type { Problem } from "./protocol.ts";

/** Everything that can go wrong for a person: status, what happened, what to do now. French. */
const CATALOGUE = {
  "bad-request": [400, "La demande est mal formée.", "Rechargez la page et recommencez."],
  "unknown-lesson": [
    404,
    "Cette leçon n’existe pas.",
    "Choisissez une leçon dans le sommaire du cours.",
  ],
  "lesson-without-lab": [
    400,
    "Cette leçon n’a pas de lab.",
    "Choisissez une leçon avec des exercices.",
  ],
  "not-found": [
    404,
    "Il n’y a rien à cette adresse.",
    "Vérifiez l’adresse, ou revenez à l’accueil.",
  ],
  "no-such-lab": [
    404,
    "Ce lab n’existe pas, ou il n’est pas à vous.",
    "Démarrez un lab depuis la page de la leçon.",
  ],
  "lesson-locked": [
    409,
    "Cette leçon n’est pas encore ouverte à la classe.",
    "Lisez-la en attendant\u00a0: votre formateur ouvrira son lab.",
  ],
  "solution-closed": [
    403,
    "Dans votre classe, cette solution n’est pas ouverte.",
    "Essayez encore, ou levez la main.",
  ],
  "no-such-step": [404, "Cet exercice n’existe pas dans la leçon.", "Rechargez la page."],
  "no-such-probe": [404, "Cette leçon ne lit rien de ce nom dans son lab.", "Rechargez la page."],
  "probe-unreadable": [
    409,
    "Le lab n’a pas pu être lu.",
    "Réessayez\u202f; si cela dure, remettez le lab à neuf.",
  ],
  "no-checkpoint": [
    409,
    "Le début de cet exercice n’a pas été gardé.",
    "Revenez à un exercice déjà atteint, ou remettez le lab à neuf.",
  ],
  "student-without-lab": [
    409,
    "Cet élève n’a pas de lab dans une leçon de la classe.",
    "Attendez qu’il en démarre un.",
  ],
  "nothing-to-show": [
    409,
    "Vous n’avez pas de terminal ouvert dans un lab à vous.",
    "Ouvrez une leçon dans ce navigateur, démarrez son lab, puis recommencez.",
  ],
  "lab-not-ready": [409, "Le lab n’est pas prêt.", "Attendez qu’il le soit, puis recommencez."],
  "lab-ended": [410, "Ce lab est terminé.", "Démarrez-en un nouveau depuis la page de la leçon."],
  "no-terminal": [
    409,
    "Aucun terminal n’est ouvert dans ce lab.",
    "Ouvrez le terminal, puis recommencez.",
  ],
  "no-such-machine": [
    404,
    "Ce lab n’a pas de machine de ce nom.",
    "Choisissez un port dans la liste du lab.",
  ],
  "no-previews-here": [409, "Cet atelier ne peut pas ouvrir d’aperçu.", undefined],
  "terminal-busy": [
    409,
    "Un programme occupe le terminal.",
    "Quittez-le (Ctrl-C, ou q), puis recommencez.",
  ],
  "extended-enough": [
    409,
    "Ce lab a déjà tout le temps qu’il peut avoir.",
    "Terminez ce que vous faites\u202f; vous pourrez ensuite en démarrer un autre.",
  ],
  forbidden: [
    403,
    "La demande vient d’une autre page que celles de l’atelier.",
    "Ouvrez l’atelier à son adresse et recommencez de là.",
  ],
  "sign-in-needed": [
    401,
    "Cette page est réservée aux formateurs.",
    "Connectez-vous, puis recommencez.",
  ],
  "sign-in-refused": [
    401,
    "Ce nom et ce mot de passe ne vont pas ensemble.",
    "Vérifiez-les, puis recommencez.",
  ],
  "bad-invitation": [
    410,
    "Ce lien ne sert plus\u00a0: il a été utilisé, remplacé, ou son temps est passé.",
    "Demandez-en un autre\u202f; le tout premier s’affiche au démarrage de l’atelier.",
  ],
  "name-taken": [409, "Ce nom est déjà pris.", "Choisissez-en un autre."],
  "no-oidc": [404, "Cet atelier n’a pas d’autre service de connexion.", undefined],
  "not-joined": [
    401,
    "Ce navigateur n’est inscrit dans aucune classe.",
    "Rejoignez la classe avec son code, ou revenez-y avec votre code personnel.",
  ],
  "wrong-code": [
    404,
    "Ce code n’ouvre aucune classe.",
    "Vérifiez-le auprès de qui vous l’a donné\u202f; une classe fermée n’accepte plus personne.",
  ],
  "wrong-personal-code": [
    404,
    "Ces deux codes ne vont pas ensemble.",
    "Vérifiez-les\u202f; votre formateur peut vous donner un nouveau code personnel.",
  ],
  "class-full": [409, "Cette classe est pleine.", "Prévenez votre formateur."],
  "no-such-class": [
    404,
    "Cette classe n’existe pas, ou n’est pas à vous.",
    "Choisissez une classe dans la liste des vôtres.",
  ],
  "no-such-member": [404, "Cette personne n’est pas dans la classe.", "Rechargez la page."],
  "no-such-recording": [
    404,
    "Cet enregistrement n’existe pas, ou n’existe plus.",
    "Rechargez la page.",
  ],
  "no-such-instructor": [404, "Ce formateur n’a pas de compte ici.", "Invitez-le d’abord."],
  "last-holder": [
    409,
    "Une classe a toujours un formateur.",
    "Ajoutez-en un autre avant de partir, ou supprimez la classe.",
  ],
  "too-many-guesses": [
    429,
    "Trop d’essais sans succès.",
    "Attendez dix minutes, ou demandez de l’aide à votre formateur.",
  ],
  "too-many-requests": [
    429,
    "Trop de demandes en peu de temps.",
    "Attendez une minute et recommencez.",
  ],
  "too-many-labs-here": [
    429,
    "Trop de labs sont ouverts depuis votre réseau.",
    "Réessayez quand un autre lab aura pris fin.",
  ],
  "labs-full": [
    503,
    "Tous les labs sont pris.",
    "Réessayez dans quelques minutes\u00a0: un lab prend fin de lui-même au bout de son temps.",
  ],
  "no-labs-here": [503, "Cet atelier ne peut pas donner de labs.", undefined],
  "lxd-unreachable": [
    503,
    "Le service des labs ne répond pas.",
    "Réessayez dans un instant\u202f; si cela dure, prévenez la personne qui tient l’atelier.",
  ],
  "lab-failed": [
    500,
    "Le lab n’a pas pu démarrer.",
    "Réessayez\u202f; s’il échoue encore, prévenez la personne qui tient l’atelier.",
  ],
  "server-fault": [
    500,
    "Le serveur a rencontré une erreur.",
    "Réessayez\u202f; si elle revient, prévenez la personne qui tient l’atelier.",
  ],
} as const satisfies Record<string, readonly [number, string, string | undefined]>;

export type ProblemCode = keyof typeof CATALOGUE;

/** An error that a person is told about. `detail` replaces the catalogue's advice. */
export class AtelierError extends Error {
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  /** Seconds, for `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ProblemCode,
    options: { detail?: string; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(CATALOGUE[code][1], options.cause === undefined ? {} : { cause: options.cause });
    this.name = "AtelierError";
    this.code = code;
    this.detail = options.detail;
    this.retryAfter = options.retryAfter;
  }

  get status(): number {
    return CATALOGUE[this.code][0];
  }
}

/** The RFC 9457 document of an error. @see https://www.rfc-editor.org/rfc/rfc9457 */
export function problemOf(error: AtelierError): Problem {
  const [status, title, advice] = CATALOGUE[error.code];
  const detail = error.detail ?? advice;
  return {
    type: `urn:atelier:erreur:${error.code}`,
    title,
    status,
    code: error.code,
    ...(detail ? { detail } : {}),
  };
}
