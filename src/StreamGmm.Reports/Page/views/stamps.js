// Many small markers on a canvas: blended number by number, as fast with a graphics card as without.

class Stamps {
  /** Markers are placed to a quarter of a pixel. */
  static phases = 4;
  static masks = new Map();

  /** Over one rectangle of a canvas, in CSS pixels. */
  constructor(context, { left, top, width, height }, ratio) {
    Object.assign(this, { context, ratio, left: Math.floor(left * ratio), top: Math.floor(top * ratio) });
    this.image = context.createImageData(Math.max(1, Math.ceil(width * ratio)), Math.max(1, Math.ceil(height * ratio)));
  }

  /** How much of each pixel a marker covers, 0 to 255, for each phase. */
  static mask(marker, radius) {
    const key = `${marker} ${radius}`, { phases } = Stamps;
    if (!Stamps.masks.has(key)) {
      const half = Math.ceil(1.3 * radius) + 1, side = 2 * half + 1, canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [side * phases, side * phases];
      const context = canvas.getContext("2d", { willReadFrequently: true });
      for (let row = 0; row < phases; row++)
        for (let column = 0; column < phases; column++) {
          Marks.path(context, marker, column * side + half + (column + 0.5) / phases, row * side + half + (row + 0.5) / phases, radius);
          context.fill();
        }
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      Stamps.masks.set(key, { half, side, stride: canvas.width, cover: Uint8Array.from({ length: data.length / 4 }, (_, at) => data[4 * at + 3]) });
    }
    return Stamps.masks.get(key);
  }

  /** A colour of a style sheet as red, green and blue. */
  color(text) {
    this.context.fillStyle = text;
    const value = parseInt(this.context.fillStyle.slice(1, 7), 16);
    return [value >> 16, value >> 8 & 255, value & 255];
  }

  /** Blends one marker over what is there; what lies beyond the rectangle is left out. */
  stamp({ half, side, stride, cover }, [red, green, blue], opacity, px, py) {
    const { image: { data, width, height }, ratio } = this, { phases } = Stamps;
    const x = px * ratio - this.left, y = py * ratio - this.top, column = Math.floor(x), row = Math.floor(y);
    if (!(column > -half && row > -half && column < width + half && row < height + half)) return;
    const corner = Math.floor((y - row) * phases) * side * stride + Math.floor((x - column) * phases) * side;
    const first = Math.max(0, half - column), end = Math.min(side, width + half - column);
    for (let j = Math.max(0, half - row); j < side && row + j - half < height; j++) {
      let from = corner + j * stride + first, to = 4 * ((row + j - half) * width + column + first - half);
      for (let i = first; i < end; i++, from++, to += 4) {
        if (cover[from] === 0) continue;
        const above = opacity * cover[from] / 255, below = data[to + 3] / 255 * (1 - above), all = above + below, part = above / all;
        data[to] += part * (red - data[to]);
        data[to + 1] += part * (green - data[to + 1]);
        data[to + 2] += part * (blue - data[to + 2]);
        data[to + 3] = 255 * all;
      }
    }
  }

  /** Puts all markers on the canvas, in place of what was in the rectangle. */
  put() {
    this.context.putImageData(this.image, this.left, this.top);
  }
}
