// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_models/recipe/recipe.h"

#include "core/base/user_error.h"
#include "sample_models/recipe/additive.h"
#include "sample_models/recipe/bodies.h"
#include "sample_models/recipe/cancer.h"
#include "sample_models/recipe/digits.h"
#include "sample_models/recipe/fashion.h"
#include "sample_models/recipe/furniture.h"
#include "sample_models/recipe/sms.h"
#include "sample_models/recipe/teacher_student.h"

namespace spindle {
namespace {

const std::vector<Recipe>& table() {
  static const std::vector<Recipe> all = [] {
    std::vector<Recipe> recipes;
    for (const auto& part : {fashionRecipes(), digitsRecipes(), cancerRecipes(), smsRecipes(), furnitureRecipes(),
                             additiveRecipes(), bodyRecipes(), teacherStudentRecipes()}) {
      recipes.insert(recipes.end(), part.begin(), part.end());
    }
    return recipes;
  }();
  return all;
}

}  // namespace

std::span<const Recipe> recipes() {
  return table();
}

const Recipe& recipeNamed(const std::string& name) {
  std::string known;
  for (const auto& recipe : table()) {
    if (recipe.name == name) return recipe;
    known += (known.empty() ? "" : ", ") + recipe.name;
  }
  throw UserError("There is no sample model \"" + name + "\"; choose one of " + known + ".");
}

}  // namespace spindle
