// Puts the page together: frames come in, everything takes what it shows.

(() => {
  const at = name => document.getElementById(name);
  const scene = new Scene(at("scatter")), panel = new Panel(scene);
  const curves = new Curves([
    { canvas: at("score-curve"), name: "score, nats", of: point => point.score, fromZero: false },
    { canvas: at("memory-curve"), name: "memory, samples", of: point => point.memory, fromZero: true },
  ]);
  let names = [];

  const connection = new Connection({
    frame(frame) {
      if (frame.axes) choose(names = frame.axes, frame.shown);
      for (const part of [scene, curves, panel]) part.take(frame, names);
      page.frames++;
    },
    status: status => panel.status(status),
  });

  /** The pair of axes can be chosen where there are more. */
  function choose(names, shown) {
    at("axes").hidden = names.length < 3;
    ["axis-x", "axis-y"].forEach((name, n) => {
      at(name).replaceChildren(...names.map((axis, j) => new Option(axis, j, false, j === shown[n])));
    });
  }

  for (const [name, other] of [["axis-x", "axis-y"], ["axis-y", "axis-x"]]) {
    at(name).addEventListener("change", () => {
      // The axis that the other one shows changes places with it.
      if (at(name).value === at(other).value) at(other).value = scene.axes[name === "axis-x" ? 0 : 1];
      connection.watch([at("axis-x").value, at("axis-y").value]);
    });
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    scene.plot.restyle();
    curves.restyle();
    panel.tell();
  });

  // For tests and the curious.
  const page = window.streamGmmLive = { scene, curves, panel, connection, frames: 0 };
  connection.watch(null);
})();
