import type { Benchmark } from "./benchmark.ts";

export const soak: Benchmark = () => Promise.resolve({});
