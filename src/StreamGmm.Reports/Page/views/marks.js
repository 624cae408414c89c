// How samples and components are drawn on a plot of two axes.

/** Drawing of markers, ellipses and numbers. */
const Marks = {
  path(context, marker, px, py, r) {
    context.beginPath();
    if (marker === "circle") context.arc(px, py, r, 0, 2 * Math.PI);
    else if (marker === "square") context.rect(px - 0.88 * r, py - 0.88 * r, 1.76 * r, 1.76 * r);
    else {
      const corners = marker === "diamond" ? [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]] : [[0, -1.2], [1.15, 0.85], [-1.15, 0.85]];
      corners.forEach(([x, y], n) => n === 0 ? context.moveTo(px + r * x, py + r * y) : context.lineTo(px + r * x, py + r * y));
      context.closePath();
    }
  },

  /** A marker drawn once, to be stamped many times. */
  stamp(look, radius, ratio) {
    const half = Math.ceil(1.4 * radius) + 1, canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.ceil(2 * half * ratio);
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.fillStyle = look.color;
    Marks.path(context, look.marker, half, half, radius);
    context.fill();
    return { canvas, half, size: canvas.width / ratio };
  },

  /** The radius of a marker, smaller where there are many samples. */
  radius: count => count <= 600 ? 3.4 : count <= 4000 ? 2.6 : 2,

  /** Samples at scores xs and ys; `look(n)` gives slot and opacity of one (no slot: the colour of the text). */
  samples(context, plot, xs, ys, slotOf, opacityOf) {
    const radius = Marks.radius(xs.length), ratio = window.devicePixelRatio || 1, stamps = new Map();
    const { left, top, width, height } = plot.frame;
    const stampOf = slot => {
      if (!stamps.has(slot)) stamps.set(slot, Marks.stamp(slot < 0 ? { color: plot.theme.accent, marker: "circle" } : plot.theme.look(slot), radius, ratio));
      return stamps.get(slot);
    };
    for (let n = 0; n < xs.length; n++) {
      const px = plot.px(xs[n]), py = plot.py(ys[n]);
      if (px < left - 6 || px > left + width + 6 || py < top - 6 || py > top + height + 6) continue;
      const { canvas, half, size } = stampOf(slotOf(n));
      context.globalAlpha = opacityOf(n);
      context.drawImage(canvas, px - half, py - half, size, size);
    }
    context.globalAlpha = 1;
  },

  /** Ellipses of 1, 2 and 3 σ; the heavier a component the thicker and the more opaque. */
  ellipses(context, plot, mixture, slotOf, strengthOf = () => 1) {
    const heaviest = Math.max(...mixture.weights), order = [...mixture.weights.keys()].sort((a, b) => mixture.weights[a] - mixture.weights[b]);
    for (const k of order) {
      const look = plot.theme.look(slotOf(k)), share = Math.sqrt(mixture.weights[k] / heaviest) || 0;
      context.strokeStyle = context.fillStyle = look.color;
      context.setLineDash(look.dash);
      for (const sigma of [3, 2, 1]) {
        context.beginPath();
        for (const [u, v] of mixture.ellipse(k, sigma)) context.lineTo(plot.px(u), plot.py(v));
        context.closePath();
        context.globalAlpha = 0.05 * strengthOf(k);
        context.fill();
        const width = (0.8 + 1.4 * share) * [1, 0.75, 0.6][sigma - 1], opacity = (0.4 + 0.6 * share) * [1, 0.8, 0.6][sigma - 1] * strengthOf(k);
        context.globalAlpha = 0.6 * opacity; // a rim in the colour of the ground keeps a line apart from samples of its own colour
        context.lineWidth = width + 2.4;
        context.strokeStyle = plot.theme.surface;
        context.stroke();
        context.globalAlpha = opacity;
        context.lineWidth = width;
        context.strokeStyle = look.color;
        context.stroke();
      }
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
  },

  /** The number of a component on a disc at its mean. */
  number(context, plot, text, look, px, py, small) {
    const size = small ? 10 : 12;
    context.font = `600 ${size}px ${plot.theme.font}`;
    const half = Math.max(size * 0.78, context.measureText(text).width / 2 + 4);
    context.beginPath();
    context.roundRect(px - half, py - size * 0.78, 2 * half, size * 1.56, size * 0.78);
    context.fillStyle = plot.theme.surface;
    context.fill();
    context.strokeStyle = look.color;
    context.lineWidth = 1.8;
    context.stroke();
    context.fillStyle = plot.theme.ink;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, px, py + 0.5);
  },

  /** Rings around samples that the mixture hardly expects. */
  outliers(context, plot, xs, ys, flags) {
    const radius = Marks.radius(xs.length) + 2.6;
    context.strokeStyle = plot.theme.alarm;
    context.lineWidth = 1.4;
    context.beginPath();
    for (let n = 0; n < xs.length; n++) {
      if (!flags[n]) continue;
      const px = plot.px(xs[n]), py = plot.py(ys[n]);
      context.moveTo(px + radius, py);
      context.arc(px, py, radius, 0, 2 * Math.PI);
    }
    context.stroke();
  },
};
