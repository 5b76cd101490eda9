// Draws each figure of the page from the JSON beside it. Without this the table under it says the same.
(() => {
  const script = document.currentScript;
  const charts = document.querySelectorAll("[data-chart]");
  if (!charts.length) return;

  // "Share chart" would upload the data, and the mode bar's buttons are too small to hit.
  const config = {
    responsive: true,
    displaylogo: false,
    displayModeBar: false,
    showSendToCloud: false,
    plotlyServerURL: "",
    locale: "en-GB",
  };
  const look = {
    font: { family: "arial, sans-serif", size: 15, color: "#0b0c0c" },
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    margin: { l: 56, r: 16, t: 16, b: 56 },
    legend: { orientation: "h", y: -0.2 },
    dragmode: false,
  };

  // Plotly adds its rules to this style sheet; without it, it would write a <style> that the policy forbids.
  const load = (tag, attributes) =>
    new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(tag), attributes);
      element.addEventListener("load", resolve);
      element.addEventListener("error", reject);
      document.head.append(element);
    });

  const draw = (chart) => {
    const { data, layout } = JSON.parse(document.getElementById(chart.dataset.chart).textContent);
    const plot = chart.querySelector("[data-chart-plot]");
    plot.classList.add("sc-chart__plot--drawn");
    return Plotly.newPlot(plot, data, { ...look, ...layout }, config).then(() => {
      chart.querySelector("[data-chart-fallback]").hidden = true;
    });
  };

  let plotly;
  const ready = () =>
    (plotly ??= load("link", { rel: "stylesheet", id: "plotly.js-style-global", href: script.dataset.style }).then(() =>
      load("script", { src: script.dataset.plotly }),
    ));

  // A chart that is folded away is drawn, and its library fetched, once it is opened.
  for (const chart of charts) {
    const fold = chart.closest("details:not([open])");
    const show = () => ready().then(() => draw(chart));
    if (fold) fold.addEventListener("toggle", show, { once: true });
    else show();
  }
})();
