// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

namespace spindle::table_headers {

// First lines of the CSV files that are written one by one; those of analyses know their own (TableFolder). A file that
// begins with one of them may be replaced by a table.
inline constexpr std::string_view dynamics = "run,step,epoch,order,sign,kind,strength\n";
inline constexpr std::string_view layerDynamics = "run,step,layer,order,sign,kind,strength\n";
inline constexpr std::string_view modelDynamics = "run,step,model,order,sign,kind,strength\n";
inline constexpr std::string_view losses = "run,step,epoch,train_loss,test_loss\n";
inline constexpr std::string_view sampleLosses = "step,epoch,train_loss,test_loss,accuracy,checkpoint\n";
inline constexpr std::string_view sampleLossesByEpoch = "epoch,train_loss,test_loss,accuracy,checkpoint\n";

inline constexpr std::string_view figureData = "run,panel,row,chart,heading,mark,name,x,y,value,low,high,error\n";

inline constexpr std::array all{dynamics,     layerDynamics,       modelDynamics, losses,
                                sampleLosses, sampleLossesByEpoch, figureData};

}  // namespace spindle::table_headers
