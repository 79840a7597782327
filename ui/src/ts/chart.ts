// A reading line on charts: the month under the pointer, with every value of that month in words.

const READING = "reading";

function monthsOf(chart: SVGElement): Map<string, SVGCircleElement[]> {
  const months = new Map<string, SVGCircleElement[]>();
  for (const dot of chart.querySelectorAll<SVGCircleElement>(".dots circle")) {
    const x = dot.getAttribute("cx") ?? "";
    months.set(x, [...(months.get(x) ?? []), dot]);
  }
  return months;
}

/** The month whose dots are nearest to the pointer. */
function nearest(months: Map<string, SVGCircleElement[]>, pointer: number): SVGCircleElement[] {
  let best: SVGCircleElement[] = [];
  let distance = Infinity;
  for (const dots of months.values()) {
    const box = dots[0]?.getBoundingClientRect();
    const away = box ? Math.abs(box.left + box.width / 2 - pointer) : Infinity;
    if (away < distance) [best, distance] = [dots, away];
  }
  return best;
}

function clear(chart: SVGElement): void {
  for (const dot of chart.querySelectorAll(`.${READING}`)) dot.classList.remove(READING);
  chart.parentElement?.querySelector(".chart-reading")?.remove();
}

function show(chart: SVGElement, dots: SVGCircleElement[]): void {
  const text = dots.map((dot) => dot.querySelector("title")?.textContent ?? "");
  const old = chart.parentElement?.querySelector(".chart-reading");
  const reading = old ?? document.createElement("p");
  reading.className = "chart-reading";
  reading.setAttribute("aria-hidden", "true");
  // Each line repeats the month; once is enough.
  const [month] = (text[0] ?? "").split(" · ");
  reading.textContent = [month, ...text.map((line) => line.split(" · ").slice(1).join(" · "))].join("  ·  ");
  if (!old) chart.before(reading);
  for (const dot of chart.querySelectorAll(`.${READING}`)) dot.classList.remove(READING);
  for (const dot of dots) dot.classList.add(READING);
}

export function pointAtCharts(): void {
  for (const chart of document.querySelectorAll<SVGElement>("svg.chart")) {
    const months = monthsOf(chart);
    chart.addEventListener("pointermove", (event) => show(chart, nearest(months, event.clientX)));
    chart.addEventListener("pointerleave", () => clear(chart));
  }
}
