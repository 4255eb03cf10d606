/** How a question is answered. */
export type Kind = "single" | "multiple" | "typed";

/** An answer, and what would be right. */
export interface Answer {
  /** Whether each choice was taken, and whether it should be. */
  given: readonly boolean[];
  right: readonly boolean[];
  typed: string;
  /** Right answers to type, in lower case. */
  accepted: readonly string[];
}

/** Whether there is an answer to speak of, and what to say to it, French. */
export function judge(kind: Kind, answer: Answer): { done: boolean; words: string } {
  const typed = answer.typed.trim().replace(/\s+/g, " ").toLowerCase();
  if (kind === "typed") {
    if (!typed) return { done: false, words: "Écrivez d’abord une réponse." };
    return verdict(answer.accepted.includes(typed));
  }
  if (!answer.given.includes(true)) {
    return { done: false, words: "Choisissez d’abord une réponse." };
  }
  const same = answer.given.every((given, index) => given === answer.right[index]);
  const some = answer.given.some((given, index) => given && answer.right[index]);
  if (!same && some && kind === "multiple")
    return { done: true, words: "En partie. Voyez pourquoi." };
  return verdict(same);
}

const verdict = (right: boolean) => ({
  done: true,
  words: right ? "C’est juste." : "Non. Voyez pourquoi.",
});
