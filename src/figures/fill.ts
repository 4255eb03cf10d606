import type { ProbeReading } from "../../server/protocol-probes.ts";
import { duelSummary, inWords, OPERATIONS, ownBars, seconds, STORAGES } from "./duel.ts";
import {
  columnsOf,
  factText,
  FACTS,
  KINDS,
  namespaceCell,
  sideBySideSummary,
  TOOLS,
} from "./side-by-side.ts";

type Reading<Shape> = Extract<ProbeReading, { shape: Shape }>["readings"];

/**
 * Writes what was read of the lab into a figure that has a place for everything. It is a stranger's: text alone.
 * @returns the same in words
 */
export function fillFigure(figure: HTMLElement, reading: ProbeReading): string {
  return reading.shape === "durations"
    ? fillDuel(figure, reading.readings)
    : fillSideBySide(figure, reading.readings);
}

function fillDuel(figure: HTMLElement, readings: Reading<"durations">): string {
  for (const { id } of OPERATIONS) {
    const drawing = figure.querySelector<SVGElement>(`[data-operation=${id}]`)!;
    const bars = ownBars(id, readings);
    for (const [index, storage] of STORAGES.entries()) {
      const { label, seconds: measured, share, copies } = bars[index]!;
      const bar = drawing.querySelector(`[data-storage=${storage}]`)!;
      bar.querySelector(".label")!.textContent = label;
      bar.querySelector(".value")!.textContent = seconds(measured);
      const length = bar.querySelector(".bar")!;
      length.setAttribute("width", `${share}%`);
      length.classList.toggle("copies", copies);
      cell(figure, `${storage}:${id}`).textContent = seconds(measured);
    }
    const own = inWords(bars);
    const { past = "" } = drawing.dataset;
    drawing.setAttribute("aria-label", own ? `${past} Chez vous\u00a0: ${own}.` : past);
  }
  return duelSummary(readings);
}

function fillSideBySide(figure: HTMLElement, readings: Reading<"containers">): string {
  const columns = columnsOf(readings);
  for (const { id: tool } of TOOLS) {
    const container = columns.get(tool);
    cell(figure, `${tool}:name`).textContent = container?.name ?? "–";
    for (const { id: kind } of KINDS) {
      const { state, mark, text } = namespaceCell(columns, kind, tool);
      const box = figure.querySelector<SVGElement>(`[data-box="${tool}:${kind}"]`)!;
      box.dataset["state"] = state;
      box.querySelector("text")!.textContent = mark;
      const place = cell(figure, `${tool}:${kind}`);
      place.dataset["state"] = state;
      place.textContent = text;
    }
    for (const { id: fact } of FACTS)
      cell(figure, `${tool}:${fact}`).textContent = factText(container, fact);
  }
  const words = sideBySideSummary(columns);
  figure.querySelector("svg")!.setAttribute("aria-label", words);
  return words;
}

function cell(figure: HTMLElement, name: string): HTMLElement {
  return figure.querySelector<HTMLElement>(`[data-cell="${name}"]`)!;
}
