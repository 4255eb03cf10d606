/** An event of a stream of server-sent events; `data` is JSON. */
export interface StreamedEvent {
  event: string;
  data: string;
}

/** The events of an answer's body, as they come; comments are left out. */
export async function* streamedEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<StreamedEvent> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const messages = text.split("\n\n");
    text = messages.pop() ?? "";
    for (const message of messages) {
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(message) ?? [];
      if (event && data) yield { event, data };
    }
  }
}
