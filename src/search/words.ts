/** Words that say the same, or come of one another where French stemming does not see it. */
const GROUPS: readonly (readonly string[])[] = [
  ["supprimer", "suppression", "effacer", "détruire", "destruction", "delete"],
  ["créer", "création", "fabriquer", "lancer", "lancement"],
  ["démarrer", "démarrage"],
  ["arrêter", "arrêt", "éteindre", "extinction"],
  ["instantané", "snapshot"],
  ["espace de noms", "namespace"],
  ["groupe de contrôle", "cgroup"],
  ["installer", "installation"],
  ["configurer", "configuration", "régler", "réglage"],
  ["limiter", "limite", "limitation", "quota", "borner"],
  ["mémoire", "ram"],
  ["processeur", "cpu"],
  ["pont", "bridge"],
  ["migrer", "migration", "déplacer", "déplacement"],
  ["restaurer", "restauration", "revenir"],
  ["sauvegarder", "sauvegarde", "backup"],
  ["exporter", "exportation", "export"],
  ["importer", "importation", "import"],
  ["publier", "publication", "publish"],
  ["exécuter", "exécution", "exec"],
  ["dépanner", "dépannage", "panne"],
  ["vérifier", "vérification", "healthcheck"],
  ["machine virtuelle", "vm"],
  ["isoler", "isolation", "isolement"],
  ["partager", "partage"],
  ["monter", "montage", "mount"],
  ["geler", "gel", "freeze"],
  ["journal", "journaux", "logs"],
  ["utilisateur", "user"],
  ["droit", "permission", "autorisation", "autoriser"],
  ["démon", "daemon"],
  ["registre", "registry"],
  ["empreinte", "fingerprint"],
  ["profil", "profile"],
  ["copier", "copie", "cloner", "clone"],
  ["attribuer", "attribution", "adresse", "ip"],
  ["construire", "construction", "build"],
  ["nettoyer", "nettoyage", "ménage", "prune"],
  ["renommer", "renommage"],
  ["chiffrer", "chiffrement", "tls"],
];

/** A text in small letters, without accents. */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
}

/** The query, and the same with each word that has relatives replaced by each of them. */
export function variantsOf(query: string): string[] {
  const asked = ` ${plain(query)} `;
  const others = GROUPS.flatMap((group) => {
    const word = group.find((each) => new RegExp(` ${plain(each)}[sx]? `).test(asked));
    if (!word) return [];
    const found = new RegExp(` ${plain(word)}[sx]? `);
    return group
      .filter((each) => each !== word)
      .map((each) => asked.replace(found, ` ${each} `).trim());
  });
  return [query.trim(), ...new Set(others)];
}
