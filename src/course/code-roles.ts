import { AttachedPluginData, definePlugin, type ExpressiveCodePlugin } from "@expressive-code/core";
import { h } from "@expressive-code/core/hast";
import { readFence } from "./fence.ts";

interface BlockLook {
  role: "run" | "solution" | "output" | "read";
  title: string;
}

const look = new AttachedPluginData<BlockLook>(() => ({ role: "read", title: "" }));

/**
 * Expressive Code plugin: tells the page what a block is for (`data-role`), and gives it a heading:
 * its title, or « Sortie attendue » over an expected output.
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
      },
      postprocessRenderedBlock: ({ codeBlock, renderData }) => {
        const { role, title } = look.getOrCreateFor(codeBlock);
        // Reachable by keyboard where it scrolls: Expressive Code takes this away where it does not.
        if (role === "output" && renderData.blockAst.type === "element") {
          Object.assign(renderData.blockAst.properties, {
            tabIndex: 0,
            role: "group",
            ariaLabel: title,
          });
        }
        const heading = title ? [h("figcaption", title)] : [];
        renderData.blockAst = h("figure", { className: ["code"], dataRole: role }, [
          ...heading,
          renderData.blockAst,
        ]);
      },
    },
  });
}
