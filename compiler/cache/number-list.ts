/** Whole numbers of 32 bits, as many as are needed, in one piece: thousands of small pieces cost more than what is in them. */
export class NumberList {
  #numbers = new Int32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(one: number, two: number, three: number): void {
    this.#makeRoom(3);
    this.#numbers[this.#length] = one;
    this.#numbers[this.#length + 1] = two;
    this.#numbers[this.#length + 2] = three;
    this.#length += 3;
  }

  append(numbers: Int32Array): void {
    this.#makeRoom(numbers.length);
    this.#numbers.set(numbers, this.#length);
    this.#length += numbers.length;
  }

  /** All of them; not to be changed. */
  toArray(): Int32Array {
    return this.#numbers.subarray(0, this.#length);
  }

  #makeRoom(more: number): void {
    const wanted = this.#length + more;
    if (wanted <= this.#numbers.length) return;
    const larger = new Int32Array(Math.max(wanted, 2 * this.#numbers.length));
    larger.set(this.#numbers);
    this.#numbers = larger;
  }
}
