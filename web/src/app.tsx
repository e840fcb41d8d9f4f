/** The page of a tenant's readers. */
export function App() {
  return <main>Logs</main>;
}
