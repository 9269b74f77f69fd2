// Draws that are the same in Python and in every browser; see lstm_docs/ground/streams.py.
const LANES = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f];
const ROUNDS = 4;

export class Stream {
  constructor(...path) {
    let [a, b, c, d] = [1, 2, 3, 4];
    for (const letter of ["v1", ...path].join("/")) {
      const point = letter.codePointAt(0);
      a = Math.imul(a ^ point, LANES[0]);
      b = (Math.imul(b ^ a ^ (b >>> 15), LANES[1]) + point) | 0;
      c = (Math.imul(c ^ b ^ (c >>> 13), LANES[2]) + point) | 0;
      d = (Math.imul(d ^ c ^ (d >>> 16), LANES[3]) + point) | 0;
    }
    Object.assign(this, { a, b, c, d });
    for (let n = 0; n < 12; n++) this.draw();
  }

  draw() {
    const total = (this.a + this.b + this.d) >>> 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + total) | 0;
    return total;
  }

  below(n) {
    return Math.floor((this.draw() * n) / 2 ** 32);
  }

  shuffled(n) {
    const order = Array.from({ length: n }, (_, place) => place);
    for (let last = n - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [order[last], order[other]] = [order[other], order[last]];
    }
    return order;
  }
}

// A random order of 0 … size - 1 without making a list: a Feistel network that walks cycles.
export class Permutation {
  constructor(size, ...path) {
    this.size = size;
    // isqrt(size - 1) + 1; the square root of a double may be one off.
    this.left = Math.floor(Math.sqrt(size - 1));
    while (this.left ** 2 > size - 1) this.left--;
    while ((this.left + 1) ** 2 <= size - 1) this.left++;
    this.left++;
    this.right = Math.ceil(size / this.left);
    const stream = new Stream(...path);
    this.keys = Array.from({ length: 2 * ROUNDS }, () => stream.draw());
  }

  at(position) {
    let index = this.once(position);
    while (index >= this.size) index = this.once(index);
    return index;
  }

  once(index) {
    let low = index % this.left;
    let high = Math.floor(index / this.left);
    for (let key = 0; key < 2 * ROUNDS; key += 2) {
      low = (low + scramble(high, this.keys[key])) % this.left;
      high = (high + scramble(low, this.keys[key + 1])) % this.right;
    }
    return high * this.left + low;
  }
}

function scramble(value, key) {
  let mixed = Math.imul(value ^ key, LANES[0]);
  mixed = Math.imul(mixed ^ (mixed >>> 15), LANES[1]);
  mixed = Math.imul(mixed ^ (mixed >>> 13), LANES[2]);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
