"""Draws lines over two logarithmic axes as SVG."""
import math

WIDTH, HEIGHT = 760, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 24, 52
COLOURS = ["#1b6ca8", "#8a8f98", "#2a9d5c", "#c77d0a", "#8e44ad", "#c0392b", "#455a64"]
STYLE = "font-family: system-ui, sans-serif; font-size: 12px;"


class Axis:
    """From values to pixels, over whole powers of ten."""

    def __init__(self, values, start, end):
        self.low = math.floor(math.log10(min(values)))
        self.high = max(math.ceil(math.log10(max(values))), self.low + 1)
        self.start, self.end = start, end

    def at(self, value):
        return self.start + (math.log10(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self):
        return [10.0 ** power for power in range(self.low, self.high + 1)]


def number(value):
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def duration(milliseconds):
    return f"{number(milliseconds)} ms" if milliseconds < 1000 else f"{number(milliseconds / 1000)} s"


def spread(labels, gap=15):
    """Moves labels down so that none covers another."""
    placed = []
    for y, *rest in sorted(labels):
        y = max(y, placed[-1][0] + gap) if placed else y
        placed.append((y, *rest))
    return placed


def draw_grid(x, y):
    for value in x.ticks():
        yield f'<line x1="{x.at(value):.1f}" x2="{x.at(value):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#e6e8eb"/>'
        yield f'<text x="{x.at(value):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="#5b626b">{number(value)}</text>'
    for value in y.ticks():
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y.at(value):.1f}" y2="{y.at(value):.1f}" stroke="#e6e8eb"/>'
        yield f'<text x="{LEFT - 10}" y="{y.at(value) + 4:.1f}" text-anchor="end" fill="#5b626b">{duration(value)}</text>'
    yield f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 10}" text-anchor="middle" fill="#33383f">VMs in the registry</text>'


def draw(series):
    """`series` maps names to lists of (x, y)."""
    points = [point for line in series.values() for point in line]
    x = Axis([point[0] for point in points], LEFT, WIDTH - RIGHT)
    y = Axis([point[1] for point in points], HEIGHT - BOTTOM, TOP)
    parts = list(draw_grid(x, y))
    labels = []
    for colour, (name, line) in zip(COLOURS, series.items()):
        dots = [(x.at(a), y.at(b)) for a, b in line]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in dots)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in dots]
        labels.append((dots[-1][1] + 4, name, colour))
    parts += [f'<text x="{WIDTH - RIGHT + 12}" y="{at:.1f}" fill="{colour}">{name}</text>' for at, name, colour in spread(labels)]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" style="{STYLE}">\n'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n")
