import { AttachedPluginData, definePlugin, type ExpressiveCodePlugin } from "@expressive-code/core";
import { h } from "@expressive-code/core/hast";
import { machineIn, readFence } from "./fence.ts";

interface BlockLook {
  role: "run" | "solution" | "output" | "read";
  title: string;
  /** Machine in whose terminal it is typed, when it is not the first one's. */
  machine: string | undefined;
}

const look = new AttachedPluginData<BlockLook>(() => ({
  role: "read",
  title: "",
  machine: undefined,
}));

/**
 * Expressive Code plugin: tells the page what a block is for (`data-role`), and gives it a heading:
 * its title, « Sortie attendue » over an expected output, or the machine on which it is typed (`data-machine`).
 */
export function codeRoles(): ExpressiveCodePlugin {
  return definePlugin({
    name: "code-roles",
    hooks: {
      preprocessMetadata: ({ codeBlock }) => {
        const data = look.getOrCreateFor(codeBlock);
        data.title = codeBlock.metaOptions.getString("title") ?? "";
        if (codeBlock.language === "console") {
          data.role = "output";
          data.title ||= "Sortie attendue";
        } else if (codeBlock.metaOptions.getBoolean("solution")) data.role = "solution";
        else if (readFence(codeBlock.language, codeBlock.meta).role === "run") data.role = "run";
        if (data.role === "run" || data.role === "solution") {
          data.machine = machineIn(codeBlock.meta);
          if (data.machine) data.title ||= `Dans le terminal «\u00a0${data.machine}\u00a0»`;
        }
      },
      postprocessRenderedBlock: ({ codeBlock, renderData }) => {
        const { role, title, machine } = look.getOrCreateFor(codeBlock);
        // Reachable by keyboard where it scrolls: Expressive Code takes this away where it does not.
        if (role === "output" && renderData.blockAst.type === "element") {
          Object.assign(renderData.blockAst.properties, {
            tabIndex: 0,
            role: "group",
            ariaLabel: title,
          });
        }
        const heading = title ? [h("figcaption", title)] : [];
        renderData.blockAst = h(
          "figure",
          { className: ["code"], dataRole: role, dataMachine: machine },
          [...heading, renderData.blockAst],
        );
      },
    },
  });
}
