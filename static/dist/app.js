import"./chunk-6TWEMYZS.js";
