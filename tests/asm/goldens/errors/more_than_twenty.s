# SPDX-License-Identifier: MPL-2.0
_start:
    addi    a0, a0, 5000
    addi    a0, a0, 5001
    addi    a0, a0, 5002
    addi    a0, a0, 5003
    addi    a0, a0, 5004
    addi    a0, a0, 5005
    addi    a0, a0, 5006
    addi    a0, a0, 5007
    addi    a0, a0, 5008
    addi    a0, a0, 5009
    addi    a0, a0, 5010
    addi    a0, a0, 5011
    addi    a0, a0, 5012
    addi    a0, a0, 5013
    addi    a0, a0, 5014
    addi    a0, a0, 5015
    addi    a0, a0, 5016
    addi    a0, a0, 5017
    addi    a0, a0, 5018
    addi    a0, a0, 5019
    addi    a0, a0, 5020
    addi    a0, a0, 5021
    addi    a0, a0, 5022
    addi    a0, a0, 5023
    addi    a0, a0, 5024
