/** One HTML file that plays without a server: the app's own script and style, and the answers it has received. */
import { getBytes, received, whenMade } from "../api/client";

async function pack(bytes: Uint8Array): Promise<string> {
  const stream = new Blob([bytes as BlobPart]).stream().pipeThrough(new CompressionStream("gzip"));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  let text = "";
  for (let at = 0; at < packed.length; at += 32_768) text += String.fromCharCode(...packed.subarray(at, at + 32_768));
  return btoa(text);
}

/** A closing tag inside a script would end it. */
export const safeScript = (code: string): string => code.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");

export interface Parts {
  title: string;
  hash: string;
  script: string;
  style: string;
  answers: Record<string, string>;
}

export function standalonePage({ title, hash, script, style, answers }: Parts): string {
  const text = (value: string) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  // Answers are base64: nothing in them can end the script.
  const data = `window.KHINGAN_ANSWERS = ${JSON.stringify(answers)};\nif (!location.hash) location.hash = ${JSON.stringify(hash).replaceAll("<", "\\u003c")};`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; connect-src data: blob:" />
<link rel="icon" href="data:," />
<title>${text(title)}</title>
<style>html, body { margin: 0; height: 100%; background: #efe9d9; }</style>
<style>${style.replaceAll("</style", "<\\/style")}</style>
</head>
<body>
<div id="root"></div>
<script>${data}</script>
<script type="module">${safeScript(script)}</script>
</body>
</html>
`;
}

/** Addresses that a replay of a campaign asks for. */
export function neededPaths(run: string, campaign: number, scenario: string): RegExp {
  const plain = (text: string) => text.replace(/[^\w-]/g, "\\$&");
  return new RegExp(`^api/(runs/${plain(run)}(/campaigns/${campaign}/((replay|belief|supply|air)\\.arrow|events\\.json))?|map/${plain(scenario)}/[\\w.]+|record/${plain(scenario)})$`);
}

export async function makeStandalone(run: string, campaign: number, scenario: string, title: string): Promise<Blob> {
  const answers: Record<string, string> = {};
  const needed = neededPaths(run, campaign, scenario);
  // Overlays that nobody has looked at yet.
  for (const path of ["belief", "supply", "air"].map((name) => `api/runs/${run}/campaigns/${campaign}/${name}.arrow`)) {
    if (!received.has(path)) await whenMade(() => getBytes(path));
  }
  for (const [path, bytes] of received) if (needed.test(path)) answers[path] = await pack(bytes);
  // The list of runs shrinks to the one that is inside.
  const all = JSON.parse(new TextDecoder().decode(received.get("api/runs") ?? (await getBytes("api/runs")))) as { run_id: string }[];
  answers["api/runs"] = await pack(new TextEncoder().encode(JSON.stringify(all.filter((item) => item.run_id === run))));
  const source = async (address: string) => (await fetch(address)).text();
  const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[type="module"][src]')].map((tag) => tag.src);
  const styles = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].map((tag) => tag.href);
  const script = (await Promise.all(scripts.map(source))).join("\n");
  const style = (await Promise.all(styles.map(source))).join("\n");
  const page = standalonePage({ title, hash: location.hash, script, style, answers });
  return new Blob([page], { type: "text/html" });
}
