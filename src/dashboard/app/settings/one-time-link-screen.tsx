export function OneTimeLinkScreen() {
  return <main class="door" />;
}
