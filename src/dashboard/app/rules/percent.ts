/** 0.987 as "98.7 %": rounded down, so that nothing short of all says 100 %. */
export function percent(share: number): string {
  const tenths = Math.floor(share * 1000 + 1e-9);
  return `${share < 0.9 ? Math.floor(tenths / 10) : tenths / 10} %`;
}
