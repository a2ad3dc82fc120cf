declare module 'jstat' {
  interface Distribution {
    cdf(x: number, ...parameters: number[]): number
    inv(p: number, ...parameters: number[]): number
  }
  const library: {
    readonly jStat: {
      readonly normal: Distribution
      readonly beta: Distribution
      readonly gamma: Distribution
      betaln(a: number, b: number): number
    }
  }
  export default library
}
