/** The map as a picture with a line that says what it shows: a picture travels without its page. */
export function mapPicture(map: HTMLCanvasElement, title: string, note: string): Promise<Blob> {
  const strip = Math.round(map.width * 0.022) + 16;
  const canvas = document.createElement("canvas");
  canvas.width = map.width;
  canvas.height = map.height + strip;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("this browser draws no 2D pictures");
  pen.fillStyle = "#f8f4e9";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(map, 0, 0);
  pen.fillStyle = "#26231c";
  pen.textBaseline = "middle";
  const size = Math.round(strip * 0.42);
  pen.font = `600 ${size}px system-ui, sans-serif`;
  pen.fillText(title, size, map.height + strip / 2);
  pen.font = `${Math.round(size * 0.85)}px system-ui, sans-serif`;
  pen.textAlign = "right";
  pen.fillText(note, canvas.width - size, map.height + strip / 2);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser gave no picture"))), "image/png"),
  );
}
