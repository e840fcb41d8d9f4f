import { parseAst } from 'vite';
console.log(JSON.stringify(parseAst('const a: string = x.replace(/a+b/gi, "");', {lang:'ts'})).slice(0,900));
