/** Whether this machine draws with its processor only; then the map saves work. */
import type { Device } from "@luma.gl/core";

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render|mesa offscreen/i;

export const isSoftware = (renderer: string): boolean => SOFTWARE.test(renderer);

export function rendererOf(device: Device): string {
  const { renderer, vendor } = device.info;
  const gl = (device as unknown as { gl?: WebGL2RenderingContext }).gl;
  const extension = gl?.getExtension("WEBGL_debug_renderer_info");
  const unmasked: unknown = extension && gl ? gl.getParameter(extension.UNMASKED_RENDERER_WEBGL) : "";
  return [renderer, vendor, typeof unmasked === "string" ? unmasked : ""].join(" ");
}

/** Decides from frame times while something moves: several slow frames in a row mean light mode. */
export class SlowFrames {
  #slow = 0;
  readonly #limit: number;
  readonly #needed: number;

  constructor(limit = 120, needed = 6) {
    this.#limit = limit;
    this.#needed = needed;
  }

  /** Returns true once when the machine has turned out to be slow. */
  add(ms: number): boolean {
    // A pause is no slow frame.
    if (ms > 1500) return false;
    this.#slow = ms > this.#limit ? this.#slow + 1 : Math.max(0, this.#slow - 2);
    return this.#slow === this.#needed;
  }
}
