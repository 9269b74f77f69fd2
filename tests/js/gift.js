// GIFT, as gift-pegjs reads it, as JSON.
const { parse } = require("gift-pegjs");

const questions = parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(questions));
