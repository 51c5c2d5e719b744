/** Colours of the map in both themes, red, green, blue, opacity of 0 to 255. */

export type Colour = [number, number, number, number];

export interface Ink {
  paper: Colour;
  land: Colour;
  water: Colour;
  coast: Colour;
  river: Colour;
  rail: Colour;
  track: Colour;
  border: Colour;
  name: Colour;
  modern: Colour;
  waterName: Colour;
  halo: Colour;
  front: Colour;
  frontCasing: Colour;
  record: Colour;
  zone: Colour;
  leader: Colour;
  cover: Colour[];
  /** Tint of ground a side held from the start, and of what it gained. */
  held: [Colour, Colour];
  gained: [Colour, Colour];
  hatch: [Colour, Colour];
  /** Over ground that the side whose view is shown does not see. */
  veil: Colour;
  side: [Colour, Colour];
}

export const LIGHT: Ink = {
  paper: [244, 237, 224, 255],
  land: [240, 233, 214, 255],
  water: [190, 206, 214, 255],
  coast: [96, 122, 138, 220],
  river: [122, 152, 172, 230],
  rail: [74, 68, 60, 210],
  track: [150, 132, 104, 150],
  border: [92, 72, 96, 210],
  name: [38, 35, 28, 255],
  modern: [72, 65, 52, 255],
  waterName: [70, 104, 130, 255],
  halo: [250, 246, 236, 225],
  front: [40, 30, 24, 255],
  frontCasing: [255, 252, 244, 220],
  record: [12, 12, 12, 255],
  zone: [96, 66, 40, 220],
  leader: [60, 54, 44, 160],
  cover: [
    [240, 233, 214, 255], [205, 214, 184, 255], [237, 227, 194, 255], [240, 219, 184, 255],
    [203, 217, 206, 255], [239, 235, 208, 255], [226, 209, 196, 255],
  ],
  held: [[186, 44, 36, 14], [30, 84, 160, 20]],
  gained: [[200, 40, 30, 62], [24, 84, 176, 70]],
  veil: [70, 66, 60, 74],
  hatch: [[168, 24, 18, 170], [20, 66, 150, 180]],
  side: [[176, 32, 26, 255], [26, 74, 144, 255]],
};

export const DARK: Ink = {
  paper: [31, 33, 31, 255],
  land: [58, 58, 50, 255],
  water: [37, 48, 56, 255],
  coast: [112, 134, 146, 200],
  river: [88, 120, 142, 230],
  rail: [190, 182, 164, 190],
  track: [140, 128, 106, 130],
  border: [190, 160, 190, 190],
  name: [236, 231, 218, 255],
  modern: [176, 169, 150, 255],
  waterName: [140, 176, 202, 255],
  halo: [26, 28, 26, 225],
  front: [248, 240, 220, 255],
  frontCasing: [20, 20, 18, 220],
  record: [255, 255, 255, 255],
  zone: [214, 180, 140, 220],
  leader: [220, 214, 196, 150],
  cover: [
    [62, 60, 52, 255], [50, 60, 46, 255], [66, 62, 48, 255], [70, 60, 46, 255],
    [50, 60, 56, 255], [64, 63, 50, 255], [74, 62, 56, 255],
  ],
  held: [[230, 90, 80, 22], [90, 150, 230, 28]],
  gained: [[236, 90, 78, 72], [96, 156, 240, 80]],
  veil: [8, 9, 10, 92],
  hatch: [[250, 130, 118, 190], [140, 186, 250, 190]],
  side: [[244, 138, 128, 255], [140, 182, 240, 255]],
};

export const inkOf = (dark: boolean): Ink => (dark ? DARK : LIGHT);

export const css = ([r, g, b, a]: Colour): string => `rgba(${r}, ${g}, ${b}, ${a / 255})`;
