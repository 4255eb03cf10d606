/** A Markdown table of which the source is aligned too: the first column to the left, the others to the right. */
export function table(header: string[], rows: string[][]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) =>
    Math.max(3, ...lines.map((line) => [...(line[column] ?? "")].length)),
  );
  const pad = (text: string, column: number) => {
    const space = " ".repeat((widths[column] as number) - [...text].length);
    return column === 0 ? text + space : space + text;
  };
  const row = (cells: string[]) =>
    `| ${header.map((_, i) => pad(cells[i] ?? "", i)).join(" | ")} |`;
  const rule = widths.map(
    (width, i) => "-".repeat(i === 0 ? width : width - 1) + (i === 0 ? "" : ":"),
  );
  return [row(header), `| ${rule.join(" | ")} |`, ...rows.map(row)].join("\n");
}
