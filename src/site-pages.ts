/** Pages beside the lessons, in the order of the foot of every page. */
export const SITE_PAGES = [
  { path: "/plan/", title: "Plan du cours" },
  { path: "/glossaire/", title: "Glossaire" },
  { path: "/commandes/", title: "Commandes" },
  { path: "/sources/", title: "Sources" },
  { path: "/classe/", title: "Rejoindre une classe" },
  { path: "/formateur/", title: "Espace des formateurs" },
  { path: "/a-propos/", title: "À propos" },
  { path: "/confidentialite/", title: "Mentions légales et vie privée" },
  { path: "/accessibilite/", title: "Accessibilité" },
] as const;
