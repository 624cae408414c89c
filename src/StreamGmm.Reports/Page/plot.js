// A canvas with scales, ticks, labels of the axes and the colours of the page's theme.

/** The colours of the page: the custom properties of the style sheet, as seen by one element. */
class Theme {
  static fallback = {
    ink: "#1b2733", muted: "#566573", faint: "#e3e8ee", surface: "#ffffff", edge: "#7d8a97", accent: "#0b63b5", alarm: "#c0392b",
    series: ["#0072b2", "#d55e00", "#009e73", "#b8579b", "#b87d00", "#3391cf", "#8a8200", "#4a5560"],
  };

  constructor(element = document.documentElement) {
    const style = getComputedStyle(element), read = (name, otherwise) => style.getPropertyValue(`--${name}`).trim() || otherwise;
    for (const [name, value] of Object.entries(Theme.fallback))
      this[name] = Array.isArray(value) ? value.map((color, index) => read(`${name}-${index}`, color)) : read(name, value);
    this.font = read("font", "system-ui, sans-serif");
  }

  /** Eight colours; then the same with another marker and another dash, and so on. */
  static markers = ["circle", "square", "diamond", "triangle"];
  static dashes = [[], [7, 3], [2, 3], [9, 3, 2, 3]];

  look(slot) {
    const turn = Math.floor(slot / this.series.length);
    return {
      color: this.series[slot % this.series.length],
      marker: Theme.markers[turn % Theme.markers.length],
      dash: Theme.dashes[turn % Theme.dashes.length],
    };
  }
}

/** Numbers as people read them. */
const Format = {
  /** With so many decimals; thousands are set apart, and powers of ten are written out for what is very large or small. */
  fixed(value, decimals) {
    const size = Math.abs(value);
    if (size === 0 && decimals > 9) return "0";
    if (size >= 1e15 || decimals > 9) return Format.power(value, decimals + Math.floor(Math.log10(size)));
    const text = size.toFixed(Math.min(Math.max(decimals, 0), 20));
    const [whole, rest] = text.split("."), digits = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
    return (value < 0 && Number(text) !== 0 ? "−" : "") + (rest ? `${digits}.${rest}` : digits);
  },

  /** To a step of a scale or to the size of what is uncertain: as many decimals as tell neighbours apart. */
  to(value, step) {
    return Format.fixed(value, step > 0 && Number.isFinite(step) ? -Math.floor(Math.log10(step) + 1e-9) : 3);
  },

  /** A tick of a scale with such a step: powers of ten for millions, as long as these tell ticks apart with few digits. */
  tick(value, step) {
    const digits = Math.floor(Math.log10(Math.abs(value)) + 1e-9) - Math.floor(Math.log10(step) + 1e-9);
    return Math.abs(value) >= 1e9 || (Math.abs(value) >= 1e6 && digits <= 2) ? Format.power(value, digits) : Format.to(value, step);
  },

  /** With so many significant digits. */
  short(value, digits = 4) {
    if (value === null || value === undefined || !Number.isFinite(value)) return "none";
    if (value === 0) return "0";
    return Format.fixed(value, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  },

  /** With so many decimals at most: "1.25×10⁶". */
  power(value, decimals = 2) {
    const [mantissa, exponent] = value.toExponential(Math.min(Math.max(decimals, 0), 15)).split("e"), raised = [...String(Number(exponent))];
    const superscripts = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
    return `${String(Number(mantissa)).replace("-", "−")}×10${raised.map(digit => superscripts[digit]).join("")}`;
  },

  count: value => Number.isInteger(value) && Math.abs(value) < 1e15 ? Format.fixed(value, 0).replace(/^(−?\d)(\d{3})$/, "$1,$2") : Format.short(value),
  percent: share => `${(100 * share).toFixed(share < 0.0995 && share > 0 ? 1 : 0)} %`,
};

/** One axis of a plot: what is drawn between from and to, where a value is center + scale · unit. */
class Axis {
  constructor({ name = "", center = 0, scale = 1, from = 0, to = 1 } = {}) {
    Object.assign(this, { name, center, scale, from, to });
  }

  toValue(unit) {
    return this.center + this.scale * unit;
  }

  toUnit(value) {
    return (value - this.center) / this.scale;
  }

  get span() {
    return Math.abs(this.scale * (this.to - this.from));
  }

  /** About so many ticks at round numbers; far from 0 they are counted from a round number that the title tells. */
  ticks(count) {
    const ends = [this.toValue(this.from), this.toValue(this.to)].sort((one, other) => one - other);
    const step = Axis.step(this.span / Math.max(count, 1)), furthest = Math.max(Math.abs(ends[0]), Math.abs(ends[1]));
    const round = 10 ** Math.ceil(Math.log10(this.span) + 1);
    const offset = furthest > 1e4 * this.span ? Math.round((ends[0] + ends[1]) / 2 / round) * round : 0;
    const first = Math.ceil((ends[0] - offset) / step - 1e-6), last = Math.floor((ends[1] - offset) / step + 1e-6);
    const ticks = [];
    for (let n = first; n <= last && ticks.length < 100; n++) {
      const shown = n * step;
      ticks.push({ unit: this.toUnit(offset + shown), value: offset + shown, label: Format.tick(shown, step) });
    }
    const sign = offset < 0 ? "+" : "−";
    return { ticks, offset, step, title: offset === 0 ? this.name : `${this.name} ${sign} ${Format.to(Math.abs(offset), round)}` };
  }

  /** The round number (1, 2 or 5 times a power of ten) that is at least this large. */
  static step(least) {
    if (!(least > 0) || !Number.isFinite(least)) return 1;
    const power = 10 ** Math.floor(Math.log10(least)), rest = least / power;
    return power * (rest <= 1.0001 ? 1 : rest <= 2.0001 ? 2 : rest <= 5.0001 ? 5 : 10);
  }
}

/**
 * A canvas with two axes and layers that are drawn one above the other. A layer is drawn again only when it is named to `redraw`,
 * when the axes, the size of the canvas or the theme change.
 */
class Plot {
  constructor(canvas, { x = new Axis(), y = new Axis(), theme = canvas } = {}) {
    this.canvas = canvas;
    this.themed = theme;
    this.layers = new Map();
    this.frame = { left: 0, top: 0, width: 1, height: 1 };
    this.x = x;
    this.y = y;
    this.theme = new Theme(theme);
    new ResizeObserver(() => this.resize()).observe(canvas);
    this.watchRatio();
  }

  /** Adds a layer above the others: `draw(context, plot)` in CSS pixels, clipped to the frame unless told otherwise. */
  layer(name, draw, { clipped = true } = {}) {
    this.layers.set(name, { draw, clipped, canvas: document.createElement("canvas"), stale: true });
    return this;
  }

  px(unit) {
    return this.frame.left + this.frame.width * (unit - this.x.from) / (this.x.to - this.x.from);
  }

  py(unit) {
    return this.frame.top + this.frame.height * (this.y.to - unit) / (this.y.to - this.y.from);
  }

  unitX(px) {
    return this.x.from + (px - this.frame.left) / this.frame.width * (this.x.to - this.x.from);
  }

  unitY(py) {
    return this.y.to - (py - this.frame.top) / this.frame.height * (this.y.to - this.y.from);
  }

  /** Where a pair of values stands on the canvas, in CSS pixels. */
  toPixel(x, y) {
    return [this.px(this.x.toUnit(x)), this.py(this.y.toUnit(y))];
  }

  /** The pair of values at a place of the canvas. */
  toValue(px, py) {
    return [this.x.toValue(this.unitX(px)), this.y.toValue(this.unitY(py))];
  }

  /** Draws the named layers again with the next frame of the screen; all of them, and the axes, when none is named. */
  redraw(...names) {
    if (names.length === 0) {
      this.measured = false;
      for (const layer of this.layers.values()) layer.stale = true;
    }
    for (const name of names) this.layers.get(name).stale = true;
    this.pending ??= requestAnimationFrame(() => this.draw());
  }

  /** Draws what is stale at once. */
  draw() {
    if (this.pending) cancelAnimationFrame(this.pending);
    this.pending = null;
    const { canvas } = this, ratio = window.devicePixelRatio || 1, width = canvas.clientWidth, height = canvas.clientHeight;
    if (width === 0 || height === 0) return;
    const size = [Math.round(width * ratio), Math.round(height * ratio)];
    const resized = canvas.width !== size[0] || canvas.height !== size[1];
    if (resized) [canvas.width, canvas.height] = size;
    if (resized || !this.measured) this.measure(width, height);
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.drawAxes(context);
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (const layer of this.layers.values()) {
      if (layer.stale || resized) this.drawLayer(layer, size, ratio);
      context.drawImage(layer.canvas, 0, 0);
    }
  }

  drawLayer(layer, size, ratio) {
    [layer.canvas.width, layer.canvas.height] = size; // also clears it
    const context = layer.canvas.getContext("2d"), { left, top, width, height } = this.frame;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (layer.clipped) {
      context.beginPath();
      context.rect(left, top, width, height);
      context.clip();
    }
    layer.draw(context, this);
    layer.stale = false;
  }

  /** Ticks for the size of the canvas, and the frame that leaves room for their labels. */
  measure(width, height) {
    const context = this.canvas.getContext("2d");
    context.font = this.font;
    const top = 26, bottom = 44;
    this.yTicks = this.y.ticks((height - top - bottom) / 56);
    const widest = Math.max(0, ...this.yTicks.ticks.map(tick => context.measureText(tick.label).width));
    const left = Math.ceil(widest) + 12;
    this.frame = { left, top, width: Math.max(1, width - left - 12), height: Math.max(1, height - top - bottom) };
    const room = count => this.x.ticks(count).ticks.reduce((sum, tick) => sum + context.measureText(tick.label).width + 18, 0);
    let count = Math.max(2, Math.floor(this.frame.width / 80));
    while (count > 1 && room(count) > this.frame.width) count--;
    for (let more = count + 1; this.x.ticks(count).ticks.length < 2 && more < 9; more++) if (room(more) <= this.frame.width) count = more; // one tick is no scale
    this.xTicks = this.x.ticks(count);
    this.measured = true;
  }

  get font() {
    return `12px ${this.theme.font}`;
  }

  drawAxes(context) {
    const { left, top, width, height } = this.frame, { theme } = this, bottom = top + height;
    const sharp = place => Math.round(place) + 0.5;
    context.font = this.font;
    context.lineWidth = 1;
    context.strokeStyle = theme.faint;
    context.fillStyle = theme.muted;
    context.beginPath();
    context.textAlign = "center";
    context.textBaseline = "top";
    for (const { unit, label } of this.xTicks.ticks) {
      const px = this.px(unit), half = context.measureText(label).width / 2;
      context.moveTo(sharp(px), top);
      context.lineTo(sharp(px), bottom + 4);
      context.fillText(label, Math.min(Math.max(px, half), left + width + 11 - half), bottom + 8);
    }
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const { unit, label } of this.yTicks.ticks) {
      const py = this.py(unit);
      context.moveTo(left - 4, sharp(py));
      context.lineTo(left + width, sharp(py));
      context.fillText(label, left - 7, py);
    }
    context.stroke();
    context.fillStyle = theme.ink;
    context.textBaseline = "alphabetic";
    if (this.xTicks.title) this.write(context, `${this.xTicks.title} →`, left + width + 11, bottom + 38, "right");
    if (this.yTicks.title) this.write(context, `↑ ${this.yTicks.title}`, 1, 14, "left");
  }

  /** A title, cut short where the canvas is narrower. */
  write(context, text, px, py, align) {
    const room = this.frame.left + this.frame.width;
    let shown = text;
    while (shown.length > 4 && context.measureText(shown).width > room) shown = `${shown.slice(0, -3).trimEnd()}…`;
    context.textAlign = align;
    context.fillText(shown, px, py);
  }

  /** The colours have changed. */
  restyle() {
    this.theme = new Theme(this.themed);
    this.redraw();
  }

  resize() {
    if (this.canvas.clientWidth > 0) this.redraw();
  }

  watchRatio() {
    matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener("change", () => {
      this.redraw();
      this.watchRatio();
    }, { once: true });
  }
}
