// A slider through the states of a fit or a stream.

class ReplayView {
  static fits = ({ states }) => (states?.length ?? 0) > 1;

  constructor(report) {
    this.report = report;
    const last = report.states.length - 1;
    this.slider = element("input", { type: "range", min: 0, max: last, step: 1, "aria-label": "State of the replay", on: { input: () => this.take(Number(this.slider.value)) } });
    this.slider.value = last;
    this.button = element("button", { type: "button", className: "play", on: { click: () => this.timer ? this.stop() : this.play() } });
    this.told = element("span", { className: "told" });
    this.card = Elements.card("replay wide", "Replay", this.button, this.slider, this.told);
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.stop();
    this.show();
  }

  take(index) {
    this.stop();
    this.report.show(index);
  }

  /** From the start when it stands at the end; about eight seconds for all, slower for who wants less motion. */
  play() {
    const { report } = this, last = report.states.length - 1;
    if (report.index >= last) report.show(0);
    const pause = Math.min(700, Math.max(this.still.matches ? 600 : 40, 8000 / last));
    const next = () => {
      if (report.index >= last) return this.stop();
      report.show(report.index + 1);
      this.timer = setTimeout(next, pause);
    };
    this.timer = setTimeout(next, pause);
    this.label("Pause", "❚❚");
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = null;
    this.label("Play", "▶");
  }

  label(text, sign) {
    this.button.replaceChildren(element("span", { "aria-hidden": "true", text: `${sign} ` }), text);
  }

  show() {
    const { state, index, mixture } = this.report;
    this.slider.value = index;
    const words = [state.label ?? `iteration ${Format.count(state.iteration)}`];
    if (Number.isFinite(state.logLikelihood)) words.push(`${this.report.payload.kind === "stream" ? "score" : "log-likelihood"} ${Format.fixed(state.logLikelihood, 6)}`);
    else if (this.report.payload.kind === "fit") words.push("log-likelihood not known");
    words.push(`${mixture.size} ${mixture.size === 1 ? "component" : "components"}`);
    this.told.textContent = words.join(" · ");
    this.slider.setAttribute("aria-valuetext", words.join(", "));
  }

  restyle() {}

  get handle() {
    const view = this;
    return { slider: this.slider, get playing() { return view.timer !== null; } };
  }
}
