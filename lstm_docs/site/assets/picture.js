// Pictures that live: what is drawn anew takes the place of what stands there, and only what differs is touched, so that
// the focus, a drag and a transition go on.

export function morph(place, html) {
  if (place.innerHTML === html) return;
  const template = document.createElement("template");
  template.innerHTML = html;
  children(place, template.content);
}

function children(old, fresh) {
  const [there, wanted] = [[...old.childNodes], [...fresh.childNodes]];
  wanted.forEach((node, n) => (there[n] ? one(there[n], node) : old.append(node)));
  for (const node of there.slice(wanted.length)) node.remove();
}

function one(old, fresh) {
  if (old.nodeName !== fresh.nodeName) return old.replaceWith(fresh);
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (old.matches("input") && old !== document.activeElement) old.value = fresh.value;
  children(old, fresh);
}

// What the line at work reads travels along its wires, once.
const LONG = 700;
export function travel(svg) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const wire of svg.querySelectorAll(".lstm-wire.lstm-now")) {
    const path = wire.firstChild;
    const dot = document.createElementNS(svg.namespaceURI, "circle");
    dot.setAttribute("r", "5");
    wire.append(dot);
    const [length, start] = [path.getTotalLength(), performance.now()];
    const frame = (now) => {
      const part = Math.min((now - start) / LONG, 1);
      const { x, y } = path.getPointAtLength(length * part);
      dot.setAttribute("cx", x);
      dot.setAttribute("cy", y);
      if (part < 1 && dot.isConnected) requestAnimationFrame(frame);
      else dot.remove();
    };
    frame(start);
  }
}
